/** The binding to libSystem, and what is needed to call it: declarations and memory only. */
@NullMarked
package dev.portmanager.os.macos.jna;

import org.jspecify.annotations.NullMarked;
