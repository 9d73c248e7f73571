package dev.portmanager.benchmarks.result;

/**
 * What could not be measured.
 *
 * @param what a peer, or a part of a benchmark
 * @param why what stood in the way
 */
public record NotMeasured(String what, String why) {}
