/** How the command line shows things: tables, colours, JSON, always safe for a terminal. */
@NullMarked
package dev.portmanager.cli.output;

import org.jspecify.annotations.NullMarked;
