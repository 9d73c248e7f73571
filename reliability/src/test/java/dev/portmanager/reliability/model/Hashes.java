package dev.portmanager.reliability.model;

import java.util.Arrays;
import java.util.List;

/** Hashes of 64 bits, so that two of some million states have one with odds below 1 in 10^6. */
final class Hashes {

  private Hashes() {}

  static long mix(long hash, long value) {
    long z = (hash ^ value) * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31) ^ Long.rotateLeft(hash, 17);
  }

  static long of(byte[] bytes) {
    long hash = bytes.length;
    for (byte b : bytes) {
      hash = hash * 0x100000001B3L + b;
    }
    return mix(hash, bytes.length);
  }

  /** Hashes what a step returned. */
  static long of(Object result) {
    if (result instanceof Long number) {
      return mix(1, number);
    }
    if (result instanceof byte[] bytes) {
      return of(bytes);
    }
    if (result instanceof Exception failure) {
      return mix(2, failure.getClass().getName().hashCode());
    }
    if (result instanceof String[] names) {
      return mix(3, List.of(names).hashCode());
    }
    if (result instanceof long[] numbers) {
      return mix(4, Arrays.hashCode(numbers));
    }
    return mix(5, result.hashCode());
  }
}
