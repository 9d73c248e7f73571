/**
 * An explorer of every interleaving of the register's steps. The class files of core's register run
 * as they are; only the JDK classes through which they reach the machine are replaced, when they
 * are loaded, by those of {@code jdk}, which make each call a step on a simulated machine.
 */
@NullMarked
package dev.portmanager.reliability.model;

import org.jspecify.annotations.NullMarked;
