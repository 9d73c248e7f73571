package dev.portmanager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedListenerTest {

  @Test
  void master_hasAsManyWorkersAsAskedFor() throws IOException {
    try (SharedListener shared = Fixtures.shared(SharedListener.forked(3));
        Socket client = new Socket(Fixtures.LOOPBACK, shared.port())) {
      assertThat(client.isConnected()).isTrue();
      assertThat(shared.workers()).hasSize(3).doesNotHaveDuplicates();
      List<Long> children =
          ProcessHandle.of(shared.master())
              .orElseThrow()
              .children()
              .map(ProcessHandle::pid)
              .toList();
      assertThat(children).containsExactlyInAnyOrderElementsOf(shared.workers());
    }
  }

  @Test
  void close_endsTheWorkersToo() throws Exception {
    SharedListener shared = Fixtures.shared(SharedListener.forked(2));
    List<ProcessHandle> workers =
        shared.workers().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
    shared.close();
    for (ProcessHandle worker : workers) {
      worker.onExit().get(Child.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void noWorker_isRefused() {
    assertThatThrownBy(() -> SharedListener.forked(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
