/** What the build makes from the commands: the man page and the shell completions. */
@NullMarked
package dev.portmanager.cli.build;

import org.jspecify.annotations.NullMarked;
