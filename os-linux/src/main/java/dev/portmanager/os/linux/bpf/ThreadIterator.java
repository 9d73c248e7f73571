package dev.portmanager.os.linux.bpf;

import java.util.Optional;

/**
 * What the running kernel calls the functions by which a program goes through threads.
 *
 * @param create the number of the function {@code bpf_iter_task_new}
 * @param next that of {@code bpf_iter_task_next}
 * @param destroy that of {@code bpf_iter_task_destroy}
 */
record ThreadIterator(int create, int next, int destroy) {

  /**
   * Finds them.
   *
   * @param btf the running kernel's types
   * @return their numbers; empty before Linux 6.7
   * @throws MalformedBtfException if the types make no sense
   */
  static Optional<ThreadIterator> of(Btf btf) throws MalformedBtfException {
    try {
      return Optional.of(
          new ThreadIterator(
              btf.function("bpf_iter_task_new"),
              btf.function("bpf_iter_task_next"),
              btf.function("bpf_iter_task_destroy")));
    } catch (MalformedBtfException e) {
      throw e;
    } catch (UnavailableException e) {
      return Optional.empty();
    }
  }
}
