/** What must be seen from inside the binding. */
@NullMarked
package dev.portmanager.os.linux.jna;

import org.jspecify.annotations.NullMarked;
