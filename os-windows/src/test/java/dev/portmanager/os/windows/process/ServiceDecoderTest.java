package dev.portmanager.os.windows.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServiceDecoderTest {

  private static final long ADDRESS = 0x7FFF_0000_1000L;

  private static ByteBuffer service(String name) {
    byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer bytes = ByteBuffer.allocate(56 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(0, ADDRESS + 56).putInt(24, 1).putInt(44, 516).put(56, text);
  }

  @Test
  void service_isDecoded_withTheLongestNameThereIs() {
    String name = "s".repeat(256);
    assertThat(ServiceDecoder.decode(service(name), ADDRESS, 1))
        .containsExactly(new Service(name, 516, true));
  }

  @Test
  void nameThatIsLongerThanAnyServiceHas_isRefused_soThatMemoryIsBounded() {
    ByteBuffer bytes = service("s".repeat(257));
    assertThatExceptionOfType(MalformedTableException.class)
        .isThrownBy(() -> ServiceDecoder.decode(bytes, ADDRESS, 1));
  }
}
