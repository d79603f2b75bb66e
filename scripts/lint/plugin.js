import { arrowFunctions } from './arrow-functions.js'
import { importDirection } from './import-direction.js'

export default {
  meta: { name: 'testimony' },
  rules: { 'arrow-functions': arrowFunctions, 'import-direction': importDirection },
}
