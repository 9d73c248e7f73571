/** Processes for look-ups to search through. */
@NullMarked
package dev.portmanager.benchmarks.population;

import org.jspecify.annotations.NullMarked;
