package dev.portmanager.os.linux.netlink;

/** Where dumps come from: the kernel, or in a test a kernel that refuses. */
interface DiagChannel extends AutoCloseable {

  /** Opens a channel. */
  interface Opener {

    /**
     * Opens one.
     *
     * @return a channel, to be closed
     * @throws RefusedException if netlink is refused
     */
    DiagChannel open() throws RefusedException;
  }

  /**
   * Sends a request and feeds the whole answer to a decoder.
   *
   * @param request what to ask for
   * @param sequence the request's number
   * @param reply decodes the answer
   * @throws RefusedException if the kernel refuses
   * @throws MalformedReplyException if the answer cannot be understood
   */
  void dump(DiagRequest request, int sequence, DiagReply reply) throws RefusedException;

  @Override
  void close();
}
