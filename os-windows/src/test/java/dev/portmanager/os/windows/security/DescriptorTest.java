package dev.portmanager.os.windows.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DescriptorTest {

  private static final Sid USER = new Sid("S-1-5-21-1-2-3-1001");
  private static final Sid EVERYBODY = new Sid("S-1-1-0");
  private static final int READ = 0x12_00A9;
  private static final int FULL = 0x1F_01FF;

  private static byte[] descriptor(byte[]... entries) {
    byte[] owner = USER.encode();
    int size = 20 + owner.length + 8 + Arrays.stream(entries).mapToInt(e -> e.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, (byte) 1).putShort(2, (short) 0x8004);
    bytes.putInt(4, 20).putInt(16, 20 + owner.length);
    bytes.put(20, owner).position(20 + owner.length);
    bytes.put((byte) 2).put((byte) 0).putShort((short) (size - 20 - owner.length));
    bytes.putShort((short) entries.length).putShort((short) 0);
    for (byte[] entry : entries) {
      bytes.put(entry);
    }
    return bytes.array();
  }

  private static byte[] entry(int type, int mask, Sid sid) {
    byte[] who = sid.encode();
    return ByteBuffer.allocate(8 + who.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) type)
        .put((byte) 0)
        .putShort((short) (8 + who.length))
        .putInt(mask)
        .put(who)
        .array();
  }

  @Test
  void identifiersAreDecodedAsTheyWereEncoded() {
    for (String text : List.of("S-1-5-18", "S-1-5-32-544", "S-1-5-21-4294967295-0-7-1001")) {
      byte[] bytes = new Sid(text).encode();
      assertThat(Sid.decode(ByteBuffer.wrap(bytes), 0).text()).isEqualTo(text);
      assertThat(Sid.length(ByteBuffer.wrap(bytes), 0)).isEqualTo(bytes.length);
    }
    assertThat(new Sid("4123456789").encode()).isEmpty();
    assertThat(new Sid("anna").encode()).isEmpty();
  }

  @Test
  void folderOfUserSystemAndAdministratorsHasNoStrangers() {
    Descriptor descriptor =
        Descriptor.decode(
            descriptor(
                entry(0, FULL, USER),
                entry(0, FULL, Sid.SYSTEM),
                entry(0, FULL, Sid.ADMINISTRATORS),
                entry(0, READ, EVERYBODY)));
    assertThat(descriptor.owner()).isEqualTo(USER);
    assertThat(FileSecurity.strangers(descriptor, USER)).isEmpty();
  }

  @Test
  void whoeverMayWriteIsAStranger() {
    for (int right : List.of(0x2, 0x4, 0x40, 0x1_0000, 0x4_0000, 0x8_0000, 0x4000_0000)) {
      Descriptor open = Descriptor.decode(descriptor(entry(0, READ | right, EVERYBODY)));
      assertThat(FileSecurity.strangers(open, USER)).containsExactly("S-1-1-0");
    }
  }

  @Test
  void denialGivesNothing_andAnUnknownEntryIsNotTrusted() {
    Descriptor denied = Descriptor.decode(descriptor(entry(1, FULL, EVERYBODY)));
    assertThat(FileSecurity.strangers(denied, USER)).isEmpty();
    Descriptor unknown = Descriptor.decode(descriptor(entry(5, FULL, USER)));
    assertThat(FileSecurity.strangers(unknown, USER)).containsExactly("entry of type 5");
  }

  @Test
  void withoutAListEverybodyMayWrite() {
    byte[] bytes = descriptor();
    bytes[2] = 0;
    assertThat(FileSecurity.strangers(Descriptor.decode(bytes), USER)).containsExactly("everybody");
  }

  @Test
  void descriptorWithoutOwner_isRefused_notReadAsOneOfItsHeader() {
    for (int at : List.of(4, 16)) {
      for (int offset : List.of(1, 19, -1)) {
        byte[] bytes = descriptor(entry(0, FULL, USER));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, offset);
        assertThatExceptionOfType(MalformedTableException.class)
            .isThrownBy(() -> Descriptor.decode(bytes));
      }
    }
    byte[] ownerless = descriptor(entry(0, FULL, USER));
    ByteBuffer.wrap(ownerless).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 0);
    assertThatExceptionOfType(MalformedTableException.class)
        .isThrownBy(() -> Descriptor.decode(ownerless));
  }

  @Test
  void userOfAToken_isDecoded_andOneThatLeavesTheBytesIsRefused() {
    long address = 0x7FFF_0000L;
    byte[] sid = USER.encode();
    ByteBuffer bytes = ByteBuffer.allocate(16 + sid.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, address + 16).put(16, sid);
    assertThat(Users.user(bytes, address)).isEqualTo(USER);
    for (long pointer : List.of(0L, address, address + 17, Long.MAX_VALUE, Long.MIN_VALUE)) {
      bytes.putLong(0, pointer);
      assertThatExceptionOfType(MalformedTableException.class)
          .isThrownBy(() -> Users.user(bytes, address));
    }
    assertThatExceptionOfType(MalformedTableException.class)
        .isThrownBy(() -> Users.user(ByteBuffer.allocate(7), address));
  }

  @Test
  void cutAndRandomBytesAreRefused() {
    byte[] whole = descriptor(entry(0, FULL, USER));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(MalformedTableException.class)
          .isThrownBy(() -> Descriptor.decode(cut));
    }
    Random random = new Random(4711);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      try {
        Descriptor.decode(bytes);
      } catch (MalformedTableException e) {
        assertThat(e).hasMessageContaining("malformed");
      }
    }
  }
}
