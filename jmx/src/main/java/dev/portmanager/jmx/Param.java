package dev.portmanager.jmx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a console shows of a parameter; without it, it shows {@code p0}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

  /**
   * Returns the name.
   *
   * @return the parameter's name
   */
  String name();

  /**
   * Returns the text.
   *
   * @return plain text, bounds included
   */
  String description();
}
