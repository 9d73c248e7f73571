/** What threads of one JVM do to each other. */
@NullMarked
package dev.portmanager.reliability.concurrency;

import org.jspecify.annotations.NullMarked;
