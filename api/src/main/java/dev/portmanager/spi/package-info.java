/**
 * What a back end for an operating system implements, and how core offers its manager.
 *
 * <p>A back end only lists listeners with their owners, pins processes, asks them to end, forces
 * them and awaits their exit. Who is spared, in which order, how long to wait and what is reported
 * is decided once, in core. The module {@code dev.portmanager.testkit} has the tests that every
 * back end must pass.
 */
@NullMarked
package dev.portmanager.spi;

import org.jspecify.annotations.NullMarked;
