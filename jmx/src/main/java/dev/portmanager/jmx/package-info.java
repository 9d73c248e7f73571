/**
 * Management of port managers: {@link dev.portmanager.jmx.PortManagerMBeans} registers JMX beans,
 * {@link dev.portmanager.jmx.PortManagerMetrics} binds Micrometer meters.
 */
@NullMarked
package dev.portmanager.jmx;

import org.jspecify.annotations.NullMarked;
