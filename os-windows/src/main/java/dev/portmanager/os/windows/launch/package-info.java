/** Running an application as a child that cannot outlive its launcher. */
@NullMarked
package dev.portmanager.os.windows.launch;

import org.jspecify.annotations.NullMarked;
