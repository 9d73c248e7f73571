/** Stands in for the JDK's classes of the same names, over a simulated machine. */
@NullMarked
package dev.portmanager.reliability.model.jdk;

import org.jspecify.annotations.NullMarked;
