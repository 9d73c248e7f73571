package dev.portmanager.reliability.model;

/** A set of numbers without an object for each. */
final class LongSet {

  private long[] table = new long[1 << 16];
  private int size;
  private boolean zero;

  int size() {
    return size;
  }

  /** Adds a number; tells whether it was not there. */
  boolean add(long number) {
    if (number == 0) {
      boolean added = !zero;
      zero = true;
      size += added ? 1 : 0;
      return added;
    }
    if (2L * size > table.length) {
      grow();
    }
    boolean added = insert(table, number);
    size += added ? 1 : 0;
    return added;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long number : table) {
      if (number != 0) {
        insert(larger, number);
      }
    }
    table = larger;
  }

  private static boolean insert(long[] table, long number) {
    int mask = table.length - 1;
    int at = (int) number & mask;
    while (table[at] != 0) {
      if (table[at] == number) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = number;
    return true;
  }
}
