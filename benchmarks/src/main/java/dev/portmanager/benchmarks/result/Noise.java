package dev.portmanager.benchmarks.result;

/**
 * How quiet the machine was.
 *
 * @param busy the part of the processors' time that others took just before, 0 to 1
 * @param spread the middle half of the reference's times, as a part of their median; 0 if there was
 *     no reference
 * @param tooMuch whether that is too much for the figures to be worth anything
 */
public record Noise(double busy, double spread, boolean tooMuch) {}
