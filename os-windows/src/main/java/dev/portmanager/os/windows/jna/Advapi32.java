package dev.portmanager.os.windows.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** advapi32.dll, see Microsoft Learn under each name. */
public interface Advapi32 extends Library {

  /** winnt.h, "Access rights for access-token objects". */
  int TOKEN_QUERY = 0x0008;

  /** winnt.h, TOKEN_INFORMATION_CLASS. */
  int TOKEN_USER = 1;

  /** winnt.h, TOKEN_INFORMATION_CLASS. */
  int TOKEN_ELEVATION = 20;

  /** winnt.h, SECURITY_INFORMATION. */
  int OWNER_SECURITY_INFORMATION = 1;

  /** winnt.h, SECURITY_INFORMATION. */
  int DACL_SECURITY_INFORMATION = 4;

  /** winreg.h: the predefined key, sign-extended as its macro does. */
  long HKEY_LOCAL_MACHINE = 0xFFFF_FFFF_8000_0002L;

  /** winreg.h: text, REG_EXPAND_SZ with its variables replaced. */
  int RRF_RT_REG_SZ = 0x0002;

  /** winsvc.h. */
  int SC_MANAGER_CONNECT = 0x0001;

  /** winsvc.h. */
  int SC_MANAGER_ENUMERATE_SERVICE = 0x0004;

  /** winsvc.h. */
  int SERVICE_QUERY_STATUS = 0x0004;

  /** winsvc.h. */
  int SERVICE_STOP = 0x0020;

  /** winsvc.h. */
  int SERVICE_CONTROL_STOP = 1;

  /** winsvc.h: every service that is a process, a shared one or a driver of its own. */
  int SERVICE_WIN32 = 0x0030;

  /** winsvc.h: those that are not stopped. */
  int SERVICE_ACTIVE = 1;

  boolean OpenProcessToken(long process, int desiredAccess, long[] token);

  boolean GetTokenInformation(
      long token, int informationClass, Pointer information, int length, int[] returnLength);

  boolean LookupAccountSidW(
      char @Nullable [] systemName,
      byte[] sid,
      char[] name,
      int[] nameLength,
      char[] domain,
      int[] domainLength,
      int[] use);

  boolean GetFileSecurityW(
      char[] fileName, int information, byte[] descriptor, int length, int[] lengthNeeded);

  boolean ConvertStringSecurityDescriptorToSecurityDescriptorW(
      char[] text, int revision, long[] descriptor, int[] size);

  int RegGetValueW(
      long key, char[] subKey, char[] value, int flags, int[] type, char[] data, int[] size);

  long OpenSCManagerW(char @Nullable [] machine, char @Nullable [] database, int desiredAccess);

  boolean EnumServicesStatusExW(
      long manager,
      int infoLevel,
      int serviceType,
      int serviceState,
      Pointer services,
      int size,
      int[] bytesNeeded,
      int[] servicesReturned,
      int[] resumeHandle,
      char @Nullable [] groupName);

  long OpenServiceW(long manager, char[] serviceName, int desiredAccess);

  boolean QueryServiceStatusEx(
      long service, int infoLevel, byte[] status, int size, int[] bytesNeeded);

  boolean ControlService(long service, int control, byte[] serviceStatus);

  boolean CloseServiceHandle(long object);
}
