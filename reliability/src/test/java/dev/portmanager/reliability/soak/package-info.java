/** A mixed load on one small JVM for a long time: does anything grow? */
@NullMarked
package dev.portmanager.reliability.soak;

import org.jspecify.annotations.NullMarked;
