/** The meters of a port manager, each family in a class of its own. */
@NullMarked
package dev.portmanager.jmx.meter;

import org.jspecify.annotations.NullMarked;
