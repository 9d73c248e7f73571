package dev.portmanager.reliability.model.jdk;

import java.nio.ByteOrder;

/** Makes the one handle that the register uses. */
public final class MethodHandles {

  private MethodHandles() {}

  /** See the JDK. */
  public static VarHandle byteBufferViewVarHandle(Class<?> type, ByteOrder order) {
    if (type != long[].class || order != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException(type + " " + order);
    }
    return new VarHandle();
  }
}
