package dev.portmanager.jmx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.MBeanOperationInfo;

/** What an operation does to what it manages. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Impact {

  /**
   * Returns the kind.
   *
   * @return {@link MBeanOperationInfo#INFO}, {@link MBeanOperationInfo#ACTION} or {@link
   *     MBeanOperationInfo#ACTION_INFO}
   */
  int value();
}
