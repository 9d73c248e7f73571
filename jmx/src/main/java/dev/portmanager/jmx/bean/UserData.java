package dev.portmanager.jmx.bean;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** The facts of one notification, as every JMX client can read them. To be used by one thread. */
final class UserData {

  private final String typeName;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, OpenType<?>> types = new LinkedHashMap<>();

  UserData(String typeName) {
    this.typeName = typeName;
  }

  UserData put(String name, int value) {
    return put(name, value, SimpleType.INTEGER);
  }

  UserData put(String name, long value) {
    return put(name, value, SimpleType.LONG);
  }

  UserData put(String name, boolean value) {
    return put(name, value, SimpleType.BOOLEAN);
  }

  UserData put(String name, String value) {
    return put(name, value, SimpleType.STRING);
  }

  private UserData put(String name, Object value, OpenType<?> type) {
    values.put(name, value);
    types.put(name, type);
    return this;
  }

  CompositeData build() {
    String[] names = values.keySet().toArray(String[]::new);
    try {
      CompositeType type =
          new CompositeType(
              typeName, typeName, names, names, types.values().toArray(OpenType<?>[]::new));
      return new CompositeDataSupport(type, values);
    } catch (OpenDataException e) {
      throw new IllegalStateException("no user data can be made of " + values, e);
    }
  }
}
