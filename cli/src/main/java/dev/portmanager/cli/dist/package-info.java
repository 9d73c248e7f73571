/**
 * Runs in the build only, and is in no jar: makes the manual page, the completions and the
 * libraries of a distribution.
 */
@NullMarked
package dev.portmanager.cli.dist;

import org.jspecify.annotations.NullMarked;
