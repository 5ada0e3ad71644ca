import type { Role } from '../../../src/access/sign-in.ts'
import { ROLES_IN_ORDER } from '../role-name.ts'

export type StaffRole = Exclude<Role, 'participant' | 'supporter'>

export const STAFF_ROLES: readonly StaffRole[] = ROLES_IN_ORDER.filter(isStaffRole)

/** Roles of people who work here; participants and supporters are invited where their record is. */
export function isStaffRole(role: string): role is StaffRole {
  return role !== 'participant' && role !== 'supporter' && ROLES_IN_ORDER.includes(role as Role)
}
