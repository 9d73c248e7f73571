package dev.portmanager.os.linux.listen;

import dev.portmanager.os.linux.bpf.Inquiry;
import dev.portmanager.os.linux.bpf.KernelWalk;
import dev.portmanager.os.linux.bpf.UnavailableException;
import dev.portmanager.os.linux.listen.OwnerSearch.Hints;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.util.HashSet;
import java.util.Set;

/**
 * Asks the kernel: first for the processes that are likely to hold the sockets, one by one; where
 * these do not account for every reference, for all.
 *
 * @param walk asks
 */
record KernelSearch(KernelWalk walk) {

  /** One question takes so long, roughly; several that take longer than the walk are not asked. */
  private static final long NANOS_PER_QUESTION = 5_000;

  /** So many processes are asked for at most, where how long the walk takes is not known yet. */
  private static final int MOST_QUESTIONS = 64;

  /** Finds every owner. */
  ScanResult all(LongSet wanted, Hints hints) throws UnavailableException {
    return find(wanted, hints, true);
  }

  /** Finds at least one owner of each socket, if it has any. */
  ScanResult atLeastOne(LongSet wanted, Hints hints) throws UnavailableException {
    return find(wanted, hints, false);
  }

  /** Finds every owner without a hint. */
  ScanResult all(LongSet wanted) throws UnavailableException {
    try (Inquiry inquiry = walk.ask(wanted)) {
      inquiry.all();
      return inquiry.result();
    }
  }

  /** Tells whether a process holds one of the sockets. */
  boolean holds(LongSet wanted, int process) throws UnavailableException {
    try (Inquiry inquiry = walk.ask(wanted)) {
      inquiry.one(process);
      return !inquiry.result().hits().isEmpty();
    }
  }

  private ScanResult find(LongSet wanted, Hints hints, boolean every) throws UnavailableException {
    try (Inquiry inquiry = walk.ask(wanted)) {
      if (!(walk.asksOne() && isFoundAmong(hints, inquiry, every))) {
        inquiry.all();
      }
      return inquiry.result();
    }
  }

  private boolean isFoundAmong(Hints hints, Inquiry inquiry, boolean every)
      throws UnavailableException {
    Questions questions =
        new Questions(
            inquiry,
            every,
            (int) Math.min(MOST_QUESTIONS, walk.lastWalkNanos() / NANOS_PER_QUESTION));
    return questions.answeredBy(hints.holders())
        || (questions.left() > 0 && questions.answeredBy(hints.members()));
  }

  /** Questions about one process each. */
  private static final class Questions {

    private final Inquiry inquiry;
    private final boolean every;
    private final int most;
    private final Set<Integer> asked = new HashSet<>();

    Questions(Inquiry inquiry, boolean every, int most) {
      this.inquiry = inquiry;
      this.every = every;
      this.most = most;
    }

    int left() {
      return most - asked.size();
    }

    /** Asks about all of these or, if they are too many, about none; stops when it is enough. */
    boolean answeredBy(int[] processes) throws UnavailableException {
      if (processes.length > left()) {
        return false;
      }
      for (int process : processes) {
        if (asked.add(process)) {
          inquiry.one(process);
          if (every ? inquiry.isComplete() : inquiry.hasOwners()) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
