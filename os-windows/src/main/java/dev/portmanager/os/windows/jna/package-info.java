/** The native libraries: one binding interface each, in native spelling, and their errors. */
@NullMarked
package dev.portmanager.os.windows.jna;

import org.jspecify.annotations.NullMarked;
