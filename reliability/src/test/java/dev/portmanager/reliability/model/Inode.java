package dev.portmanager.reliability.model;

import java.util.Arrays;

/**
 * A file: its length, its first bytes, and of the ports in play the slots and the records. All else
 * in it is zero.
 */
final class Inode {

  private static final int HALVES = 2;

  long length;
  byte[] head = {};
  final long[] words;
  final long[] traces;

  /** Two halves for each port; null is zeros. Never changed in place. */
  final byte[][] records;

  Inode(int ports) {
    words = new long[ports];
    traces = new long[ports];
    records = new byte[HALVES * ports][];
  }

  private Inode(Inode other) {
    length = other.length;
    head = other.head;
    words = other.words.clone();
    traces = other.traces.clone();
    records = other.records.clone();
  }

  Inode copy() {
    return new Inode(this);
  }

  long hash() {
    long hash = Hashes.mix(length, Hashes.of(head));
    for (int i = 0; i < words.length; i++) {
      hash = Hashes.mix(Hashes.mix(hash, words[i]), traces[i]);
    }
    for (byte[] half : records) {
      hash = Hashes.mix(hash, half == null ? 0 : Hashes.of(half));
    }
    return hash;
  }

  @Override
  public String toString() {
    return "length " + length + ", words " + Arrays.toString(words);
  }
}
