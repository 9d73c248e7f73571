package dev.portmanager.benchmarks.process;

/**
 * What was asked once, or some times in a row.
 *
 * @param nanos how long it took; the median, if several times
 * @param answer what came out, the last time
 */
public record Reading(long nanos, String answer) {}
