/** What must be reached from inside the Linux back end. */
@NullMarked
package dev.portmanager.os.linux;

import org.jspecify.annotations.NullMarked;
