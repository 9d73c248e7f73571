/**
 * Measures Port Manager beside the limit in C and beside its peers, in turn, in one run.
 *
 * <p>The rooms, with arrows one way: {@code suite} asks {@code measure}, {@code population} and
 * {@code peer}; they start processes by {@code process}; what was found is a {@code result}, of
 * which {@code report} makes tables.
 */
@NullMarked
package dev.portmanager.benchmarks;

import org.jspecify.annotations.NullMarked;
