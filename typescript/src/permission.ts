/** Whether `permissions` contains every bit of `permission`, such as `Permission.KICK_MEMBERS`. */
export function hasPermission(permissions: number, permission: number): boolean {
  return (permissions & permission) === permission;
}
