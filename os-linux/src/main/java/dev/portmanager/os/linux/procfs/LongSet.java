package dev.portmanager.os.linux.procfs;

/**
 * An immutable set of positive numbers that is asked without boxing: open addressing, half full.
 */
public final class LongSet {

  private final long[] slots;
  private final int size;

  /**
   * Creates a set.
   *
   * @param numbers its members, each above 0
   * @throws IllegalArgumentException if one is not
   */
  public LongSet(long... numbers) {
    slots = new long[Integer.highestOneBit(Math.max(numbers.length, 1)) * 4];
    int added = 0;
    for (long number : numbers) {
      if (number <= 0) {
        throw new IllegalArgumentException("a member is above 0 but was " + number);
      }
      int slot = slotOf(number);
      added += slots[slot] == 0 ? 1 : 0;
      slots[slot] = number;
    }
    size = added;
  }

  /**
   * Tells whether a number is in the set.
   *
   * @param number any number; 0 never is
   * @return true if so
   */
  public boolean contains(long number) {
    return number != 0 && slots[slotOf(number)] == number;
  }

  /**
   * Returns how many members there are.
   *
   * @return at least 0
   */
  public int size() {
    return size;
  }

  /**
   * Returns the members.
   *
   * @return each once, in no set order
   */
  public long[] toArray() {
    long[] numbers = new long[size];
    int count = 0;
    for (long slot : slots) {
      if (slot != 0) {
        numbers[count++] = slot;
      }
    }
    return numbers;
  }

  /** Returns the slot that holds the number, or else the free one where it would be put. */
  private int slotOf(long number) {
    long mixed = number * 0x9E37_79B9_7F4A_7C15L;
    int slot = (int) (mixed >>> 40) & slots.length - 1;
    while (slots[slot] != 0 && slots[slot] != number) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
