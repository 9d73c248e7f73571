package dev.portmanager.reliability.model;

/**
 * Where a process is, told by what its steps have returned so far: its code is a function of that.
 *
 * @param state whether it goes on
 * @param results what its steps returned
 * @param hash of the results
 * @param next what its next step is, for reports
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed once it is made
record Local(State state, Object[] results, long hash, String next) {

  /** Whether a process goes on. */
  enum State {
    RUNNING(0),
    DONE(1),
    KILLED(2);

    /** What it adds to a hash. */
    final int weight;

    State(int weight) {
      this.weight = weight;
    }
  }

  static final Local DONE = new Local(State.DONE, new Object[0], 1, "done");
  static final Local KILLED = new Local(State.KILLED, new Object[0], 2, "killed");

  static final Local NEW = new Local(State.RUNNING, new Object[0], 3, "start");

  static Local running(Object[] results, long hash, String next) {
    return new Local(State.RUNNING, results, hash, next);
  }
}
