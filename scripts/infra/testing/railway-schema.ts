import { z } from 'zod'

/**
 * Config as code as Railway documents it (https://docs.railway.com/config-as-code/reference), of which we use a part: a key
 * beside these is a mistake.
 */
export const railwaySchema = z.strictObject({
  $schema: z.literal('https://railway.com/railway.schema.json'),
  build: z.strictObject({
    builder: z.literal('DOCKERFILE'),
    dockerfilePath: z.string().regex(/^[^/].*\/Dockerfile$/),
    watchPatterns: z.array(z.string().startsWith('/')).nonempty(),
  }),
  deploy: z
    .strictObject({
      startCommand: z.string().regex(/^node /),
      preDeployCommand: z.array(z.string()).length(1).optional(),
      healthcheckPath: z.string().startsWith('/').optional(),
      healthcheckTimeout: z.int().positive().optional(),
      cronSchedule: z
        .string()
        .regex(/^\S+ \S+ \S+ \S+ \S+$/)
        .optional(),
      restartPolicyType: z.enum(['ON_FAILURE', 'ALWAYS', 'NEVER']),
      restartPolicyMaxRetries: z.int().positive().optional(),
      drainingSeconds: z.int().nonnegative(),
    })
    .refine(
      ({ restartPolicyType, restartPolicyMaxRetries }) => (restartPolicyType === 'NEVER') === (restartPolicyMaxRetries === undefined),
      {
        error: 'retries are for policies that restart',
      },
    ),
})
