/** The services that this module provides: the Linux back end, its facts of the host, exec. */
@NullMarked
package dev.portmanager.os.linux;

import org.jspecify.annotations.NullMarked;
