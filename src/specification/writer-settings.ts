import { oneOf } from '../runtime/setting-schemas.ts'
import { setting } from '../runtime/setting.ts'
import { modelSettings } from './model/model-settings.ts'
import { WRITER_CHOICES } from './writer-choice.ts'

/** Who writes where nobody says, and what a model is asked by. */
export const writerSettings = {
  writer: setting(
    'SPEC_WRITER',
    'Who writes where neither a job nor an option says: offline, by rules and in English, or the model of SPEC_MODEL.',
    oneOf(WRITER_CHOICES).default('offline'),
  ),
  ...modelSettings,
}
