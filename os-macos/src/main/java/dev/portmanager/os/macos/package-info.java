/** The services that this module provides: the macOS back end, its facts of the host, exec. */
@NullMarked
package dev.portmanager.os.macos;

import org.jspecify.annotations.NullMarked;
