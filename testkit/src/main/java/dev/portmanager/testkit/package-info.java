/**
 * How a stranger adds a back end for an operating system: the tests that it has to pass, and the
 * real processes that they are made with.
 *
 * <p>A back end passes if this does:
 *
 * <pre>{@code
 * class PlanNineProcessKillerTest extends ProcessKillerContract {
 *   @Override
 *   protected ProcessKiller processKiller() {
 *     return new PlanNineProcessKiller();
 *   }
 * }
 * }</pre>
 *
 * <p>{@link dev.portmanager.testkit.AppLauncherContract} does the same for an {@link
 * dev.portmanager.spi.AppLauncher}. {@link dev.portmanager.testkit.ChildListener} is of use for
 * tests of one's own.
 */
@NullMarked
package dev.portmanager.testkit;

import org.jspecify.annotations.NullMarked;
