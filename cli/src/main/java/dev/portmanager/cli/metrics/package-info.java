/**
 * Serves one text over HTTP to programs of this machine. Knows the JDK only, and no port manager.
 */
@NullMarked
package dev.portmanager.cli.metrics;

import org.jspecify.annotations.NullMarked;
