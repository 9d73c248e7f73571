package dev.portmanager.jmx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** The unit of an attribute: consoles show it in the descriptor and behind the description. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Units {

  /**
   * Returns the unit.
   *
   * @return such as {@code ports} or {@code ms}
   */
  @DescriptorKey("units")
  String value();
}
