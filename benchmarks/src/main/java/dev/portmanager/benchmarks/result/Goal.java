package dev.portmanager.benchmarks.result;

/**
 * A figure that is to be reached.
 *
 * @param what what is measured
 * @param bound what is to be reached
 * @param measured what was measured
 * @param reached whether that is enough
 */
public record Goal(String what, String bound, String measured, boolean reached) {}
