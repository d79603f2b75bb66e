import type * as z from 'zod'

/** One variable of the environment: its name, what it is for, and how its text becomes a value. */
export interface Setting<Value> {
  variable: string
  describes: string
  /** Its value, or a part of it, must never be shown. */
  secret: boolean
  /** What of a secret's text is a secret by itself, beside all of it. */
  secretParts?: (text: string) => readonly string[]
  schema: z.ZodType<Value, string | undefined>
}

export type Settings = Record<string, Setting<unknown>>

export type SettingValues<Described extends Settings> = {
  [Name in keyof Described]: Described[Name] extends Setting<infer Value> ? Value : never
}

export const setting = <Value>(variable: string, describes: string, schema: z.ZodType<Value, string | undefined>): Setting<Value> => ({
  variable,
  describes,
  schema,
  secret: false,
})

export const secretSetting = <Value>(
  variable: string,
  describes: string,
  schema: z.ZodType<Value, string | undefined>,
  secretParts?: (text: string) => readonly string[],
): Setting<Value> => ({ variable, describes, schema, secret: true, ...(secretParts && { secretParts }) })
