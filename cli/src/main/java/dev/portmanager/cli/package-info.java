/** The command {@code portmanager}: one class a command, and what they share. */
@NullMarked
package dev.portmanager.cli;

import org.jspecify.annotations.NullMarked;
