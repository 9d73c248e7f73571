/** Becoming an application by execve, without the traces that a JVM would hand on. */
@NullMarked
package dev.portmanager.os.macos.launch;

import org.jspecify.annotations.NullMarked;
