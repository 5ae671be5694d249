import { theWorkbench } from "./theWorkbench.ts";
import { describeWalk } from "./walk.ts";

describe("A person with a picture, in VS Code", () => {
	describeWalk("walk", theWorkbench);
});
