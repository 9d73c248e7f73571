package dev.portmanager.jmx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * What a console shows of a bean, an attribute or an operation: plain text, one or two sentences.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Description {

  /**
   * Returns the text.
   *
   * @return plain text
   */
  @DescriptorKey("description")
  String value();
}
