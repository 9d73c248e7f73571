/** The back end for Windows, put together from its rooms. */
@NullMarked
package dev.portmanager.os.windows;

import org.jspecify.annotations.NullMarked;
