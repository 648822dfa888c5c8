import { pictureUse } from '../../src/tasks/generate-book/picture-use.ts';

export default pictureUse;
