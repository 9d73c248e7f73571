/** Medians, spreads, ratios of what was measured in turn. */
@NullMarked
package dev.portmanager.benchmarks.statistics;

import org.jspecify.annotations.NullMarked;
