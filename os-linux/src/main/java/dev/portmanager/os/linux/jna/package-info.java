/** The binding to the C library, and what is needed to call it: declarations and memory only. */
@NullMarked
package dev.portmanager.os.linux.jna;

import org.jspecify.annotations.NullMarked;
