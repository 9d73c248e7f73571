/** Port Manager's own side: JVMs that are asked as the peers are. */
@NullMarked
package dev.portmanager.benchmarks.server;

import org.jspecify.annotations.NullMarked;
